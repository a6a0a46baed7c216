-- After citeproc: the sources in the order of their numbers, and links that lead somewhere.

function Div(div)
  if div.classes:includes 'numbering' then return {} end
  if div.identifier ~= 'refs' then return nil end
  local ids = div.content:map(function(entry) return (entry.identifier:gsub('^ref%-', '')) end)
  local said = table.concat(ids, ' '):gsub('[&<>"]', '')
  return pandoc.RawBlock('html', '<sco-sources ids="' .. said .. '"></sco-sources>')
end

-- A link leads to the web, to a mailbox, or to an entry of the sources.
function Link(el)
  local target = el.target:lower()
  local leads = target:match('^https?:') or target:match('^mailto:')
  if not (leads or target:match('^#ref%-') or target:match('^#anchor%-%d+$')) then
    return el.content
  end
end
