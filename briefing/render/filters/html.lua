-- Read the fenced blocks of the assembled document for the page in a browser.
-- What has a look of its own becomes a mark, which the template fills; no text of an
-- author or of data can write one, because raw HTML is taken apart here.

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
package.path = pandoc.path.join { here, '?.lua' } .. ';' .. package.path
local shared = require 'shared'

local places, level, chapter, section, part, closing = {}, 0, 0, 0, '', false
local back = { ['Method and limits'] = 'method', Sources = 'sources',
  ['How this was made'] = 'making' }

local escapes = { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;' }

local function mark(name, attributes, make)
  local said = {}
  for key, value in pairs(attributes or {}) do
    said[#said + 1] = ' ' .. key .. '="' .. tostring(value):gsub('[&<>"]', escapes) .. '"'
  end
  table.sort(said)
  local text = '<sco-' .. name .. table.concat(said) .. '></sco-' .. name .. '>'
  return (make or pandoc.RawBlock)('html', text)
end

-- The title of the briefing is the only heading of the first level.
local function heading(el, under)
  local at = math.min(math.max(el.level + under, 1), level + 1, 5)
  level = at
  local anchored = el.identifier:match('^anchor%-%d+$')
  if at == 1 then
    chapter, section = chapter + 1, 0
    part = closing and (back[pandoc.utils.stringify(el)] or 'method')
      or 'chapter-' .. chapter
    el.identifier = part
    if not closing then
      el.content:insert(1, pandoc.Space())
      el.content:insert(1, pandoc.Span({ pandoc.Str(tostring(chapter)) }, { class = 'number' }))
    end
  else
    section = section + 1
    el.identifier = part .. '-' .. section
  end
  if anchored then el.content:insert(1, pandoc.Span({}, { id = anchored })) end
  el.level = at + 1
  el.classes, el.attributes = {}, {}
  return el
end

-- Head cells say what they are the heads of; no cell brings a style of its own.
local function plain_table(el)
  el.colspecs = el.colspecs:map(function() return { 'AlignDefault', nil } end)
  for _, row in ipairs(el.head.rows) do
    for _, cell in ipairs(row.cells) do
      cell.alignment = 'AlignDefault'
      cell.attributes.scope = 'col'
    end
  end
  return pandoc.Blocks { mark('wide'), el, mark('narrow') }
end

-- Only what was resolved leads to a place of the page: no output of a cell can.
local function resolved(within)
  return function(el)
    if el.target:match('^#') and not within then return el.content end
    el.attr = {}
    return el
  end
end

-- No author gives an element of the page attributes that a script could hang on.
local function bare(el)
  el.attr = {}
  return el
end

local function anchor(name) return pandoc.Span({}, { id = name }) end

local function rules(a, under)
  local cell = a.cell
  local function walk(blocks) return blocks:walk(rules(a, under)) end
  local all = shared.rules(a, walk, anchor)
  function all.Math(el)
    el.text = shared.expand_formula(el.text, a.macros)
    return el
  end
  function all.Image(el)
    local name = places['* ' .. el.src] or places[cell .. ' ' .. el.src] or ''
    local width = (el.attributes.width or ''):match('^%d+%%?$') or ''
    local said = { name = name, alt = shared.alt(el), width = width }
    return mark('picture', said, pandoc.RawInline)
  end
  function all.Header(el) return heading(el, under) end
  all.Table = plain_table
  all.Link = resolved(a.form)
  all.Code, all.CodeBlock = bare, bare
  return all
end

local function code(name)
  return function(el)
    return pandoc.List { pandoc.CodeBlock(el.text, { class = name, tabindex = '0' }) }
  end
end

local kinds = {
  places = function(el)
    places = pandoc.json.decode(el.text, false)
    return {}
  end,
  author = function(el)
    local a = el.attributes
    return shared.read_html(el.text, a.form):walk(rules(a, tonumber(a.under) or 0))
  end,
  html = function(el)
    return shared.read_html(el.text, 'foreign'):walk(rules({ cell = el.attributes.cell }, 0))
  end,
  exhibit = function(el) return { mark('exhibit', el.attributes) } end,
  ['register-opens'] = function() return {} end,
  -- The citation stays until citeproc has numbered it; its place shows the case.
  case = function(el)
    local case = mark('case', { number = el.attributes.number,
      case = el.attributes.case, level = math.min(level + 2, 6) })
    return pandoc.List { case, pandoc.Div(shared.cite(el.text), { class = 'numbering' }) }
  end,
  ['register-closes'] = function() return {} end,
  code = code 'cell',
  output = code 'output',
  error = code 'error',
  notice = function(el) return pandoc.List { pandoc.Para(pandoc.Str(el.text)) } end,
  picture = function(el) return { mark('picture', el.attributes) } end,
  title = function() return {} end,
  ['back-matter'] = function() closing = true return {} end,
  ['back-heading'] = function(el)
    level = 0
    return { heading(pandoc.Header(1, el.text), 0) }
  end,
  made = function() return { mark('made') } end,
  sources = function() return { pandoc.Div({}, pandoc.Attr 'refs') } end,
}

function Pandoc(doc)
  local blocks = pandoc.List()
  for _, el in ipairs(doc.blocks) do
    blocks:extend(kinds[el.classes[1]](el))
  end
  return pandoc.Pandoc(blocks, doc.meta)
end
