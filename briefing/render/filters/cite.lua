-- Cite sources by their ids, one a line, without reading them as Markdown.

return function(ids)
  local cited = pandoc.List()
  for id in ids:gmatch('[^\n]+') do
    cited:insert(pandoc.Citation(id, 'NormalCitation'))
  end
  if #cited == 0 then return pandoc.List() end
  return pandoc.List { pandoc.Para { pandoc.Cite({}, cited) } }
end
