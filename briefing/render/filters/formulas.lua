-- Formulas: with what the notebook defines put in, and none lost without a word.

local formulas = {}

-- Pandoc's reader of LaTeX knows definitions; it gives back the formula without them.
function formulas.expanded(text, macros)
  if not macros or not text:find('\\') then return text end
  local ok, doc = pcall(pandoc.read, macros .. '\n\n\\(' .. text .. '\\)', 'latex')
  local found
  if ok then
    doc:walk { Math = function(el) found = found or el.text end }
  end
  return found or text
end

-- The run reads this line, and says it with the name of the notebook.
function formulas.unset(text, cell)
  io.stderr:write('unset formula ' .. pandoc.json.encode { cell = cell, text = text } .. '\n')
end

return formulas
