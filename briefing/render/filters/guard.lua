-- Keep text that follows a Typst call from being read as a part of the call:
-- pandoc writes `**a**.b` as `#strong[a].b`, where Typst looks for a field "b".

local calls = {
  Strong = true, Emph = true, Strikeout = true, Superscript = true, Subscript = true,
  Underline = true, SmallCaps = true, Link = true, Note = true, Span = true,
  Cite = true,
}

return function(inlines)
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
