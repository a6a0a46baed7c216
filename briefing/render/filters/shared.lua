-- What the filters for Typst and for HTML share: the HTML that the Markdown of an author
-- became (see markdown.py), formulas, citations, links.

local shared = {}

-- Quotation marks and dashes are set as such in texts of ours; other people's stay.
local FORMS = {
  ours = 'html+smart-native_divs', foreign = 'html-smart-native_divs',
}

function shared.read_html(text, form) return pandoc.read(text, FORMS[form], {}, {}).blocks end

-- What an author's Markdown keeps for us: a note, a citation, a place to link to.
-- `anchor` writes the place in the format that is made.
function shared.spans(form, walk, anchor)
  return function(el)
    if el.attributes.note then
      return pandoc.Note(walk(shared.read_html(el.attributes.note, form)))
    end
    if el.attributes.cited then
      local cited = pandoc.read(el.attributes.cited, 'markdown').blocks[1]
      return cited and cited.content
    end
    local content = el.content
    if el.identifier:match('^anchor%-%d+$') then
      content:insert(1, anchor(el.identifier))
    end
    return content
  end
end

-- What both filters do with the rest: nothing of it has a look of its own.
function shared.rules(a, walk, anchor)
  local function content(el) return el.content end
  return {
    Figure = function(el) return el.content .. el.caption.long end,
    Div = content,
    Span = a.form and shared.spans(a.form, walk, anchor) or content,
  }
end

function shared.alt(image)
  local alt = pandoc.utils.stringify(image.caption)
  if alt == '' then alt = image.title end
  return alt ~= '' and alt or 'Picture without a description'
end

-- A link leads to the web, to a mailbox, or to a place of one of some forms.
function shared.leads(target, ...)
  target = target:lower()
  for _, form in ipairs { '^https?:', '^mailto:', ... } do
    if target:match(form) then return true end
  end
  return false
end

-- Pandoc's reader of LaTeX knows definitions; it gives back the formula without them.
function shared.expand_formula(text, macros)
  if not macros or not text:find('\\') then return text end
  local ok, doc = pcall(pandoc.read, macros .. '\n\n\\(' .. text .. '\\)', 'latex')
  local found
  if ok then
    doc:walk { Math = function(el) found = found or el.text end }
  end
  return found or text
end

-- The run reads this line, and says it with the name of the notebook.
function shared.warn_of_formula(text, cell)
  io.stderr:write('unset formula ' .. pandoc.json.encode { cell = cell, text = text } .. '\n')
end

-- Cite sources by their ids, one a line, without reading them as Markdown.

function shared.cite(ids)
  local cited = pandoc.List()
  for id in ids:gmatch('[^\n]+') do
    cited:insert(pandoc.Citation(id, 'NormalCitation'))
  end
  if #cited == 0 then return pandoc.List() end
  return pandoc.List { pandoc.Para { pandoc.Cite({}, cited) } }
end

return shared
