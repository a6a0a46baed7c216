-- Let a run without spaces break: after punctuation, else anywhere (see style.typ).

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

function Str(el)
  if utf8.len(el.text) and utf8.len(el.text) >= LONG then
    return pandoc.Str(soften(el.text))
  end
end
