-- Texts as Typst needs them: string literals, calls that end, long runs that break.

local text = {}

-- In a string literal of Typst nothing is markup.
local escapes = { ['\\'] = '\\\\', ['"'] = '\\"', ['\n'] = '\\n', ['\t'] = '\\t' }

function text.quote(source)
  return '"' .. source:gsub('[\\"\n\t]', escapes) .. '"'
end

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

function text.guard(content) return content:walk { Inlines = guarded } end

-- Only a full stop right behind an element is read so: most texts have none.
function text.guard_blocks(blocks, source)
  local calling = source:find('>%.') or source:find('&')
  return calling and text.guard(blocks) or blocks
end

-- What citeproc wrote, a list of words, stands at one level.
text.guard_inlines = guarded

-- Let a run without spaces break: after punctuation, else anywhere (see style.typ).
local LONG, LONGEST_WORD, LONGEST_JOINED, BREAK = 32, 24, 64, '\u{200b}'
local RUN = ('%S'):rep(LONG)

text.RUN = RUN

-- Soften the text of one word, or of a part of a run that began before it.
function text.soften_word(word, within, before)
  if not within and (utf8.len(word) or 0) < LONG then return word end
  local out, run = {}, before or 0
  for _, code in utf8.codes(word) do
    local char = utf8.char(code)
    -- Letters of scripts that join, or that break by themselves, are left alone.
    local joins = code >= 0x590 and code < 0x2000 or code >= 0x2e80
    run = run + 1
    out[#out + 1] = char
    local arabic = code >= 0x600 and code < 0x780
    local most = run >= LONGEST_WORD and not joins or run >= LONGEST_JOINED and arabic
    if char:match('[/.%-_?&=%%:,;)#+]') or most then
      out[#out + 1] = BREAK
      run = (char:match('%p') or arabic) and 0 or run
    end
  end
  return table.concat(out), run
end

-- A run goes on over the borders of what is bold, a link or code.
local function runs(content)
  local lengths, number, length = {}, 0, 0
  local function part(el)
    number = number + 1
    -- Code may hold blanks, but stands in one piece; nothing is lost by a break in it.
    length = length + (utf8.len(el.text) or 0)
    lengths[number] = length
  end
  local function ends()
    for n = number, 1, -1 do
      if lengths[n] < 0 then break end
      lengths[n] = -length
    end
    length = 0
  end
  local function block() ends() end
  content:walk {
    traverse = 'topdown', Str = part, Code = part, Space = ends, SoftBreak = ends,
    LineBreak = ends, Para = block, Plain = block, Header = block,
  }
  ends()
  return lengths
end

local function soften_runs(content)
  local lengths, number, before = runs(content), 0, 0
  local function part(el)
    number = number + 1
    local within = -(lengths[number] or 0) >= LONG
    if not within then before = 0 return end
    local word
    word, before = text.soften_word(el.text, true, before)
    if word == el.text then return end
    local made = el:clone()
    made.text = word
    return made
  end
  local function ends() before = 0 end
  return content:walk {
    traverse = 'topdown', Str = part, Code = part, Space = ends, SoftBreak = ends,
    LineBreak = ends, Para = ends, Plain = ends, Header = ends,
  }
end

local function code_block(el)
  el.text = el.text:gsub('%S+', function(run) return (text.soften_word(run)) end)
  return el
end

-- To look at each word of a text takes time, and most texts hold no such run. What a
-- note says is not told by `stringify`.
function text.soften(content, source)
  local noted = source and source:find('data-note', 1, true)
  local long = noted or pandoc.utils.stringify(content):find(RUN)
  content = long and soften_runs(content) or content
  -- Nor is what a block of code says.
  local code = source and source:find(RUN)
  return code and content:walk { CodeBlock = code_block } or content
end

return text
