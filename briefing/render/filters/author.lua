-- Read what an author wrote: each cell alone, with nothing in it able to be Typst.

local quote = require 'quote'
local typeset_table = require 'tables'
local paired = require 'html'
local guard = require 'guard'
local dialect = require 'dialect'
local soften = require 'soften'

local author = {}
local places, level, numbered = {}, 0, 0

function author.set_places(found) places = found end

-- The semicolon ends the call, whatever text follows.
local function raw(text) return pandoc.RawInline('typst', text .. ';') end

local function equation(text, block)
  local kind = block and 'DisplayMath' or 'InlineMath'
  local inner = pandoc.Plain { pandoc.Math(kind, text) }
  local ok, written = pcall(pandoc.write, pandoc.Pandoc { inner }, 'typst')
  local body = ok and written:match('^%s*%$(.*)%$%s*$')
  if not body or written:match('^%s*\\%$') then
    return raw('#sco.unset-equation(' .. quote(text) .. ')')
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
  local name = places[cell .. ' ' .. source]
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

local function html(text)
  return pandoc.read(text, 'html-native_divs-native_spans', {}, {}).blocks
end

local function tex(text)
  if text:match('^\\begin{') then return equation(text, true) end
  return raw('#sco.unset-equation(' .. quote(text) .. ')')
end

-- A link leads to the web or to a mailbox; one within the notebook, nowhere on paper.
local function linked(el)
  local target = el.target:lower()
  if not (target:match('^https?:') or target:match('^mailto:')) then return el.content end
end

local function rules(cell, under)
  local function walk(blocks) return blocks:walk(rules(cell, under)) end
  return {
    Math = function(el) return equation(el.text, el.mathtype == 'DisplayMath') end,
    Image = function(el)
      local alt = pandoc.utils.stringify(el.caption)
      if alt == '' then alt = el.title end
      if alt == '' then alt = 'Picture without a description' end
      return picture(cell, el.src, alt, el.attributes)
    end,
    Header = function(el) return heading(el, under) end,
    Link = linked,
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
    Div = function(el) return el.content end,
    Span = function(el) return el.content end,
    RawBlock = function(el)
      if el.format == 'html' then return walk(html(el.text)) end
      if el.format == 'tex' then return pandoc.Para { tex(el.text) } end
      return {}
    end,
    RawInline = function(el)
      if el.format == 'typst' then return nil end
      if el.format == 'tex' then return tex(el.text) end
      local blocks = el.text:match('^<[bi][rm]') and walk(html(el.text)) or {}
      return pandoc.utils.blocks_to_inlines(blocks)
    end,
  }
end

-- Every element that a filter looks at costs time: only where a sign of it stands.
function author.read(text, form, cell, under)
  local blocks = pandoc.read(text, dialect(text, form), {}, {}).blocks
  if text:find('<') then blocks = paired(blocks) end
  return soften.all(guard.text(blocks:walk(rules(cell, under)), text), text)
end

function author.read_html(text, cell)
  return soften.all(guard.text(html(text):walk(rules(cell, 0)), text), text)
end

function author.restart(at) level = at end

function author.level() return level end

return author
