-- After citeproc: typeset each entry of the bibliography by the template.

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
package.path = pandoc.path.join { here, '?.lua' } .. ';' .. package.path
local shared = require 'shared'
local text = require 'typst_text'

-- An entry longer than this may break across columns.
local LONG = 900

-- The number of an entry, and its words.
local function parts(entry)
  local found = {}
  for _, el in ipairs(entry.content[1].content) do found[el.classes[1]] = el end
  return found['csl-left-margin'], found['csl-right-inline']
end

-- Marks that citeproc would have read as markup come back as themselves.
local DISGUISE = '\xEE\x80'
local function word(el)
  local said = el.text:gsub(utf8.charpattern, function(char)
    local code = utf8.codepoint(char) - 0xE000
    return code > 0 and code < 128 and string.char(code) or nil
  end)
  return pandoc.Str((text.soften_word(said)))
end

-- A link leads to the web, to a mailbox, or to an entry of the bibliography.
local function linked(el)
  if not shared.leads(el.target, '^#ref%-') then return el.content end
end

local function softly_linked(el)
  local words = linked(el)
  if words then return words end
  el.content = text.soften(el.content)
  return el
end

-- To look at every word of hundreds of sources takes time, and most need no mending.
local function mended(words, said)
  local plain = said:gsub('https?://%S+', '')
  local each = plain:find(DISGUISE) or plain:find(text.RUN)
  local rules = each and { Str = word, Link = linked } or { Link = softly_linked }
  if plain:find('%.%S') then rules.Inlines = text.guard_inlines end
  return pandoc.List { words:walk(rules) }
end

function Div(div)
  if div.identifier ~= 'refs' then return nil end
  local blocks = pandoc.List { pandoc.RawBlock('typst', '#sco.sources[') }
  for _, entry in ipairs(div.content) do
    local number, words = parts(entry)
    local said = pandoc.utils.stringify(words)
    local open = '#sco.source("' .. pandoc.utils.stringify(number):gsub('%D', '')
      .. '", whole: ' .. tostring(#said < LONG) .. ')['
    local shown = mended(words, said)
    shown:insert(1, pandoc.RawInline('typst', open))
    shown:insert(pandoc.RawInline('typst', '] <' .. entry.identifier .. '>'))
    blocks:insert(pandoc.Para(shown))
  end
  blocks:insert(pandoc.RawBlock('typst', ']'))
  return blocks
end

function Cite(el)
  el.content = text.guard_inlines(el.content)
  return el
end
