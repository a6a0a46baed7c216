-- Keep text that follows a Typst call from being read as a part of the call:
-- pandoc writes `**a**.b` as `#strong[a].b`, where Typst looks for a field "b".

local calls = {
  Strong = true, Emph = true, Strikeout = true, Superscript = true, Subscript = true,
  Underline = true, SmallCaps = true, Link = true, Note = true, Span = true,
  Cite = true,
}

local function guarded(inlines)
  local out = pandoc.List()
  for i, el in ipairs(inlines) do
    out:insert(el)
    local after = inlines[i + 1]
    if calls[el.t] and after and after.t == 'Str' and after.text:match('^[.]') then
      out:insert(pandoc.RawInline('typst', '#[];'))
    end
  end
  return out
end

local guard = {}

function guard.all(content) return content:walk { Inlines = guarded } end

-- Only a full stop right behind an element is read so: most texts have none.
function guard.text(blocks, source)
  local calling = source:find('>%.') or source:find('&')
  return calling and guard.all(blocks) or blocks
end

-- What citeproc wrote, a list of words, stands at one level.
guard.words = guarded

return guard
