-- Write texts as Typst string literals: in there, nothing is markup.

local escapes = { ['\\'] = '\\\\', ['"'] = '\\"', ['\n'] = '\\n', ['\t'] = '\\t' }

local function quote(text)
  return '"' .. text:gsub('[\\"\n\t]', escapes) .. '"'
end

return quote
