-- Let a run without spaces break: after punctuation, else anywhere (see style.typ).

local LONG, LONGEST_WORD, BREAK = 32, 24, '\u{200b}'
local RUN = ('%S'):rep(LONG)

local soften = { RUN = RUN }

-- Soften the text of one word.
function soften.text(text)
  if (utf8.len(text) or 0) < LONG then return text end
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

local function word(el)
  local text = soften.text(el.text)
  if text ~= el.text then return pandoc.Str(text) end
end

-- To look at each word of a text takes time, and most texts hold no such run. What a
-- note says is not told by `stringify`.
function soften.all(content, source)
  local noted = source and source:find('data-note', 1, true)
  local long = noted or pandoc.utils.stringify(content):find(RUN)
  return long and content:walk { Str = word } or content
end

return soften
