-- Read what an author wrote: each cell alone, with nothing in it able to be Typst.

local quote = require 'quote'
local typeset_table = require 'tables'
local html = require 'html'
local formulas = require 'formulas'
local guard = require 'guard'
local soften = require 'soften'

local author = {}
local places, level, numbered = {}, 0, 0

function author.set_places(found) places = found end

-- The semicolon ends the call, whatever text follows.
local function raw(text) return pandoc.RawInline('typst', text .. ';') end

local function equation(source, block, cell, macros)
  local text = formulas.expanded(source, macros)
  local kind = block and 'DisplayMath' or 'InlineMath'
  local inner = pandoc.Plain { pandoc.Math(kind, text) }
  local ok, written = pcall(pandoc.write, pandoc.Pandoc { inner }, 'typst')
  local body = ok and written:match('^%s*%$(.*)%$%s*$')
  if not body or written:match('^%s*\\%$') then
    formulas.unset(source, cell)
    return raw('#sco.unset-equation(' .. quote(source) .. ')')
  end
  return raw('#math.equation(block: ' .. tostring(block) .. ', alt: '
    .. quote(text:gsub('%s+', ' ')) .. ', $' .. body .. '$)')
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
    return raw('#sco.lost-picture(' .. quote(alt) .. ', ' .. quote(source:match('^data:') and 'inline' or source:sub(1, 200)) .. ')')
  end
  local width, height = size(attributes, 'width'), size(attributes, 'height')
  if height and height:match('%%') then height = nil end
  return raw('#sco.picture(' .. quote(name) .. ', ' .. quote(alt)
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
    local target = el.target:lower()
    local leads = target:match('^https?:') or target:match('^mailto:')
      or within and target:match('^#anchor%-%d+$')
    if not leads then return el.content end
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
  return {
    Math = function(el)
      return equation(el.text, el.mathtype == 'DisplayMath', cell, a.macros)
    end,
    Image = function(el)
      local alt = pandoc.utils.stringify(el.caption)
      if alt == '' then alt = el.title end
      if alt == '' then alt = 'Picture without a description' end
      return picture(cell, el.src, alt, el.attributes)
    end,
    Header = function(el) return heading(el, under) end,
    Link = linked(a.form),
    Table = typeset_table,
    -- Pandoc's terms take no content that holds a colon or a line of its own.
    DefinitionList = function(el)
      local blocks = pandoc.List()
      for _, item in ipairs(el.content) do
        blocks:insert(pandoc.Para { pandoc.Strong(item[1]) })
        for _, definition in ipairs(item[2]) do
          blocks:insert(pandoc.BlockQuote(definition))
        end
      end
      return blocks
    end,
    Figure = function(el) return el.content .. el.caption.long end,
    Div = function(el) return el.content end,
    Span = a.form and html.spans(a.form, walk, anchor)
      or function(el) return el.content end,
  }
end

-- Every element that a filter looks at costs time: only where a sign of it stands.
function author.read(text, a)
  local blocks = html.read(text, a.form):walk(rules(a, tonumber(a.under) or 0))
  if text:find('...', 1, true) then blocks = blocks:walk { Str = dotted } end
  return soften.all(guard.text(blocks, text), text)
end

function author.read_html(text, cell)
  local blocks = html.read(text, 'foreign'):walk(rules({ cell = cell }, 0))
  return soften.all(guard.text(blocks, text), text)
end

function author.restart(at) level = at end

function author.level() return level end

return author
