-- Read the fenced blocks of the assembled document and typeset each by its kind.
-- Only blocks at the top level are looked at, and only we write those.

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
package.path = pandoc.path.join { here, '?.lua' } .. ';' .. package.path
local quote = require 'quote'
local author = require 'author'
local cite = require 'cite'

local function typst(text) return pandoc.RawBlock('typst', text) end

local function shown(name)
  return function(el) return { typst('#sco.' .. name .. '(' .. quote(el.text) .. ')') } end
end

local kinds = {
  places = function(el)
    author.set_places(pandoc.json.decode(el.text, false))
    return {}
  end,
  author = function(el) return author.read(el.text, el.attributes) end,
  html = function(el) return author.read_html(el.text, el.attributes.cell) end,
  exhibit = function(el) return { typst('#sco.exhibit(' .. el.attributes.number .. ')') } end,
  ['register-opens'] = function(el)
    return { typst('#sco.register(' .. el.attributes.number .. ')[') }
  end,
  case = function(el)
    local open = '#sco.case(' .. el.attributes.number .. ', ' .. el.attributes.case
      .. ', level: ' .. author.level() + 1 .. ')['
    return pandoc.List { typst(open) } .. cite(el.text) .. { typst(']') }
  end,
  ['register-closes'] = function() return { typst(']') } end,
  code = function(el)
    local call = '#sco.code-cell(' .. quote(el.text) .. ', ' .. quote(el.attributes.language)
    return { typst(call .. ')') }
  end,
  output = shown 'output-text',
  error = shown 'error-text',
  notice = shown 'notice',
  picture = function(el)
    local a = el.attributes
    return { typst('#sco.picture(' .. quote(a.name) .. ', ' .. quote(a.alt) .. ')') }
  end,
  title = function() return { typst('#sco.notebook-title()') } end,
  ['back-matter'] = function() return { typst('#show: sco.back-matter') } end,
  ['back-heading'] = function(el)
    author.restart(1)
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
