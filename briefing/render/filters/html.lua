-- Inline HTML in Markdown: the tags that mean something on paper keep their meaning.

local meanings = {
  sub = pandoc.Subscript, sup = pandoc.Superscript, b = pandoc.Strong,
  strong = pandoc.Strong, i = pandoc.Emph, em = pandoc.Emph, u = pandoc.Underline,
  s = pandoc.Strikeout, del = pandoc.Strikeout, code = function(inlines)
    return pandoc.Code(pandoc.utils.stringify(inlines))
  end,
}

local function tag(el, pattern)
  return el.t == 'RawInline' and el.format == 'html' and el.text:lower():match(pattern)
end

local function closing(inlines, from, name)
  for i = from, #inlines do
    if tag(inlines[i], '^</(%a+)>$') == name then return i end
  end
end

-- Pair each opening tag with its closing one; a tag that stands alone is dropped later.
local function paired(inlines)
  local out, i = pandoc.List(), 1
  while i <= #inlines do
    local name = tag(inlines[i], '^<(%a+)[^>]*>$')
    local finish = name and meanings[name] and closing(inlines, i + 1, name)
    if finish then
      local inner = pandoc.List({ table.unpack(inlines, i + 1, finish - 1) })
      out:insert(meanings[name](pandoc.Inlines(paired(inner))))
      i = finish + 1
    else
      out:insert(inlines[i])
      i = i + 1
    end
  end
  return out
end

return function(blocks)
  return blocks:walk { Inlines = function(inlines) return paired(inlines) end }
end
