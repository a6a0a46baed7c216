-- After citeproc: the sources in the order of their numbers, and links that lead somewhere.

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
package.path = pandoc.path.join { here, '?.lua' } .. ';' .. package.path
local shared = require 'shared'

function Div(div)
  if div.classes:includes 'numbering' then return {} end
  if div.identifier ~= 'refs' then return nil end
  local ids = div.content:map(function(entry) return (entry.identifier:gsub('^ref%-', '')) end)
  local said = table.concat(ids, ' '):gsub('[&<>"]', '')
  return pandoc.RawBlock('html', '<sco-sources ids="' .. said .. '"></sco-sources>')
end

-- A link leads to the web, to a mailbox, or to a place of the page.
function Link(el)
  if not shared.leads(el.target, '^#ref%-', '^#anchor%-%d+$') then return el.content end
end
