-- Let a run without spaces break: after punctuation, else anywhere (see style.typ).

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
package.path = pandoc.path.join { here, '?.lua' } .. ';' .. package.path
local guard = require 'guard'

local LONG, LONGEST_WORD, BREAK = 32, 24, '\u{200b}'

local function soften(text)
  local out, run = {}, 0
  for _, code in utf8.codes(text) do
    local char = utf8.char(code)
    -- Letters of scripts that join, or that break by themselves, are left alone.
    local joins = code >= 0x590 and code < 0x2000 or code >= 0x2e80
    run = run + 1
    out[#out + 1] = char
    if char:match('[/.%-_?&=%%:,;)#+]') or (run >= LONGEST_WORD and not joins) then
      out[#out + 1] = BREAK
      run = char:match('%p') and 0 or run
    end
  end
  return table.concat(out)
end

Inlines = guard

-- A link leads to the web, to a mailbox, or to an entry of the bibliography.
function Link(el)
  local target = el.target:lower()
  if not (target:match('^https?:') or target:match('^mailto:') or target:match('^#ref%-')) then
    return el.content
  end
end

function Str(el)
  if utf8.len(el.text) and utf8.len(el.text) >= LONG then
    return pandoc.Str(soften(el.text))
  end
end
