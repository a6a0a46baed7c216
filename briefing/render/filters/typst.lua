-- Read the fenced blocks of the assembled document and typeset each by its kind.
-- Only blocks at the top level are looked at, and only we write those. What an author
-- wrote is read cell by cell, with nothing in it able to be Typst.

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
package.path = pandoc.path.join { here, '?.lua' } .. ';' .. package.path
local shared = require 'shared'
local text = require 'typst_text'

-- Any table becomes a call of the template's grid, so that all are set alike.
local MOST_ROWS = 300

-- Cells of mere words are strings, which the template can measure and break.
local function content(cell)
  local words = true
  for _, block in ipairs(cell.contents) do
    if block.t ~= 'Plain' and block.t ~= 'Para' then words = false break end
    for _, inline in ipairs(block.content) do
      if inline.t ~= 'Str' and inline.t ~= 'Space' and inline.t ~= 'SoftBreak' then
        words = false
      end
    end
  end
  if words and #cell.contents <= 1 then
    return text.quote(pandoc.utils.stringify(cell.contents))
  end
  local guarded = text.guard(text.soften(cell.contents, ''))
  local written = pandoc.write(pandoc.Pandoc(guarded), 'typst-citations')
  return '[' .. written .. ']'
end

-- Spread spans: the first place carries the text, the places it covers are empty.
local function spread(rows, width, below)
  local lines = {}
  for r, row in ipairs(rows) do
    local line, c = lines[r] or {}, 1
    lines[r] = line
    for _, cell in ipairs(row.cells) do
      while line[c] do c = c + 1 end
      for down = 0, math.min(cell.row_span, #rows - r + 1) - 1 do
        lines[r + down] = lines[r + down] or {}
        for right = 0, cell.col_span - 1 do
          lines[r + down][c + right] = '""'
        end
      end
      line[c] = content(cell)
      c = c + cell.col_span
    end
    for i = 1, width do line[i] = line[i] or '""' end
  end
  return lines
end

local function written(lines)
  local out = {}
  for _, line in ipairs(lines) do
    out[#out + 1] = '(' .. table.concat(line, ', ') .. ',)'
  end
  return '(' .. table.concat(out, ',\n') .. (#out > 0 and ',' or '') .. ')'
end

local names = { AlignLeft = 'left', AlignRight = 'right', AlignCenter = 'center' }

-- A column that says nothing of itself is set right if it holds numbers only.
local function alignment(table_, c, lines)
  local said = names[table_.colspecs[c][1]]
  if said then return said end
  local numbers = false
  for _, line in ipairs(lines) do
    local words = line[c]:match('^"(.*)"$')
    if words and words:match('^[%-+−]?[%d.,]+%%?$') then numbers = true
    elseif words ~= '""' and words ~= '' and words ~= 'NaN' then return 'left' end
  end
  return numbers and 'right' or 'left'
end

local function typeset_table(table_)
  local width = #table_.colspecs
  local rows, cut = pandoc.List(), 0
  for _, body in ipairs(table_.bodies) do
    rows:extend(body.head)
    rows:extend(body.body)
  end
  rows:extend(table_.foot.rows)
  if #rows > MOST_ROWS then
    cut = #rows - MOST_ROWS
    rows = pandoc.List({ table.unpack(rows, 1, MOST_ROWS) })
  end
  local head, lines = spread(table_.head.rows, width), spread(rows, width)
  local aligned = {}
  for c = 1, width do aligned[c] = alignment(table_, c, lines) end
  local call = '#sco.author-table(align: (' .. table.concat(aligned, ', ') .. ',), head: '
    .. written(head) .. ', rows: ' .. written(lines) .. ', cut: ' .. cut
  if table_.caption and #table_.caption.long > 0 then
    call = call .. ', caption: ' .. text.quote(pandoc.utils.stringify(table_.caption.long))
  end
  return pandoc.RawBlock('typst', call .. ')')
end

local places, level = {}, 0

-- The semicolon ends the call, whatever text follows.
local function raw(call) return pandoc.RawInline('typst', call .. ';') end

local function equation(source, block, cell, macros)
  local tex = shared.expand_formula(source, macros)
  local kind = block and 'DisplayMath' or 'InlineMath'
  local inner = pandoc.Plain { pandoc.Math(kind, tex) }
  local ok, written = pcall(pandoc.write, pandoc.Pandoc { inner }, 'typst')
  local body = ok and written:match('^%s*%$(.*)%$%s*$')
  if not body or written:match('^%s*\\%$') then
    shared.warn_of_formula(source, cell)
    return raw('#sco.unset-equation(' .. text.quote(source) .. ')')
  end
  return raw('#math.equation(block: ' .. tostring(block) .. ', alt: '
    .. text.quote(tex:gsub('%s+', ' ')) .. ', $' .. body .. '$)')
end

-- Lengths as HTML and CSS write them: pixels, if they say nothing else.
local units = { [''] = 0.75, px = 0.75, pt = 1, mm = 72 / 25.4, cm = 72 / 2.54,
  ['in'] = 72, em = 10.5, rem = 10.5, pc = 12 }

local function length(said)
  local number, unit = (said or ''):lower():match('^%s*(%d*%.?%d+)%s*([a-z%%]*)%s*$')
  if not number or tonumber(number) == 0 then return nil end
  if unit == '%' or unit == 'vw' then return number .. '%' end
  return units[unit] and tonumber(number) * units[unit] .. 'pt'
end

-- The style of an element goes before its attributes, as in a browser.
local function size(attributes, name)
  local style = ';' .. (attributes.style or ''):lower()
  return length(style:match('[;%s]' .. name .. '%s*:%s*([^;!]+)')) or length(attributes[name])
end

local function picture(cell, source, alt, attributes)
  local name = places['* ' .. source] or places[cell .. ' ' .. source]
  if not name then
    return raw('#sco.lost-picture(' .. text.quote(alt) .. ', ' .. text.quote(source:match('^data:') and 'inline' or source:sub(1, 200)) .. ')')
  end
  local width, height = size(attributes, 'width'), size(attributes, 'height')
  if height and height:match('%%') then height = nil end
  return raw('#sco.picture(' .. text.quote(name) .. ', ' .. text.quote(alt)
    .. (width and ', width: ' .. width or '')
    .. (height and ', height: ' .. height or '') .. ')')
end

-- No heading skips a level: screen readers navigate by them.
local function heading(el, under)
  el.level = math.min(math.max(el.level + under, 1), level + 1, 6)
  level = el.level
  return el
end

-- A link leads to the web, to a mailbox, or to a place that was found in the notebook.
local function linked(within)
  return function(el)
    if not shared.leads(el.target, within and '^#anchor%-%d+$') then return el.content end
  end
end

-- Typst makes one character of three dots, and an author may have typed them in a call.
local function dotted(el)
  if not el.text:find('...', 1, true) then return nil end
  local out, from = pandoc.List(), 1
  for first, dots, after in el.text:gmatch('()(%.%.+)()') do
    if first > from then out:insert(pandoc.Str(el.text:sub(from, first - 1))) end
    out:insert(pandoc.RawInline('typst', ('\\.'):rep(#dots)))
    from = after
  end
  if from <= #el.text then out:insert(pandoc.Str(el.text:sub(from))) end
  return out
end

local function anchor(name)
  return pandoc.RawInline('typst', '#metadata(none)<' .. name .. '>')
end

local function rules(a, under)
  local cell = a.cell
  local function walk(blocks) return blocks:walk(rules(a, under)) end
  local all = shared.rules(a, walk, anchor)
  function all.Math(el)
    return equation(el.text, el.mathtype == 'DisplayMath', cell, a.macros)
  end
  function all.Image(el) return picture(cell, el.src, shared.alt(el), el.attributes) end
  function all.Header(el) return heading(el, under) end
  all.Link = linked(a.form)
  all.Table = typeset_table
  -- Pandoc's terms take no content that holds a colon or a line of its own.
  function all.DefinitionList(el)
    local blocks = pandoc.List()
    for _, item in ipairs(el.content) do
      blocks:insert(pandoc.Para { pandoc.Strong(item[1]) })
      for _, definition in ipairs(item[2]) do
        blocks:insert(pandoc.BlockQuote(definition))
      end
    end
    return blocks
  end
  return all
end

-- Every element that a filter looks at costs time: only where a sign of it stands.
local function read_author(source, a)
  local blocks = shared.read_html(source, a.form):walk(rules(a, tonumber(a.under) or 0))
  if source:find('...', 1, true) then blocks = blocks:walk { Str = dotted } end
  return text.soften(text.guard_blocks(blocks, source), source)
end

local function read_output(source, cell)
  local blocks = shared.read_html(source, 'foreign'):walk(rules({ cell = cell }, 0))
  return text.soften(text.guard_blocks(blocks, source), source)
end

local function typst(call) return pandoc.RawBlock('typst', call) end

local function shown(name)
  return function(el) return { typst('#sco.' .. name .. '(' .. text.quote(el.text) .. ')') } end
end

local kinds = {
  places = function(el)
    places = pandoc.json.decode(el.text, false)
    return {}
  end,
  author = function(el) return read_author(el.text, el.attributes) end,
  html = function(el) return read_output(el.text, el.attributes.cell) end,
  exhibit = function(el) return { typst('#sco.exhibit(' .. el.attributes.number .. ')') } end,
  ['register-opens'] = function(el)
    return { typst('#sco.register(' .. el.attributes.number .. ')[') }
  end,
  case = function(el)
    local open = '#sco.case(' .. el.attributes.number .. ', ' .. el.attributes.case
      .. ', level: ' .. level + 1 .. ')['
    return pandoc.List { typst(open) } .. shared.cite(el.text) .. { typst(']') }
  end,
  ['register-closes'] = function() return { typst(']') } end,
  code = function(el)
    local call = '#sco.code-cell(' .. text.quote(el.text) .. ', ' .. text.quote(el.attributes.language)
    return { typst(call .. ')') }
  end,
  output = shown 'output-text',
  error = shown 'error-text',
  notice = shown 'notice',
  picture = function(el)
    local a = el.attributes
    return { typst('#sco.picture(' .. text.quote(a.name) .. ', ' .. text.quote(a.alt) .. ')') }
  end,
  title = function() return { typst('#sco.notebook-title()') } end,
  ['back-matter'] = function() return { typst('#show: sco.back-matter') } end,
  ['back-heading'] = function(el)
    level = 1
    return { pandoc.Header(1, el.text) }
  end,
  colophon = function() return { typst('#sco.colophon()') } end,
  made = function() return { typst('#sco.made()') } end,
  sources = function() return { pandoc.Div({}, pandoc.Attr 'refs') } end,
}

-- A sentence that leads in an exhibit is not left behind by it, nor is a heading above.
local MOST_WORDS = 90

local function hold(blocks)
  local last = blocks[#blocks]
  if not last or last.t ~= 'Para' then return end
  local _, spaces = pandoc.utils.stringify(last):gsub(' ', '')
  if spaces >= MOST_WORDS then return end
  blocks:insert(#blocks, typst('#sco.lead-in['))
  blocks:insert(typst(']'))
end

function Pandoc(doc)
  local blocks = pandoc.List()
  for _, el in ipairs(doc.blocks) do
    if el.classes[1] == 'exhibit' then hold(blocks) end
    blocks:extend(kinds[el.classes[1]](el))
  end
  return pandoc.Pandoc(blocks, doc.meta)
end
