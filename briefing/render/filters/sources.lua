-- After citeproc: typeset each entry of the bibliography by the template.

-- An entry longer than this may break across columns.
local LONG = 900

local function part(entry, class)
  local found
  entry:walk {
    Span = function(el)
      if el.classes:includes(class) then found = el.content end
    end,
  }
  return found
end

-- Marks that citeproc would have read as markup come back as themselves.
local function undisguised(inlines)
  return inlines:walk {
    Str = function(el)
      return pandoc.Str((el.text:gsub(utf8.charpattern, function(char)
        local code = utf8.codepoint(char) - 0xE000
        return code > 0 and code < 128 and string.char(code) or nil
      end)))
    end,
  }
end

function Div(div)
  if div.identifier ~= 'refs' then return nil end
  local blocks = pandoc.List { pandoc.RawBlock('typst', '#sco.sources[') }
  for _, entry in ipairs(div.content) do
    local number = pandoc.utils.stringify(part(entry, 'csl-left-margin') or {})
    local text = part(entry, 'csl-right-inline') or pandoc.List()
    blocks:insert(pandoc.RawBlock('typst', '#sco.source("' .. number:gsub('%D', '')
      .. '", whole: ' .. tostring(#pandoc.utils.stringify(text) < LONG) .. ')['))
    blocks:insert(pandoc.Plain(undisguised(text)))
    blocks:insert(pandoc.RawBlock('typst', '] <' .. entry.identifier .. '>'))
  end
  blocks:insert(pandoc.RawBlock('typst', ']'))
  return blocks
end
