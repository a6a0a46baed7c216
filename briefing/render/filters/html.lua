-- Read the HTML that the Markdown of an author became (see markdown.py).

local html = {}

-- Quotation marks and dashes are set as such in texts of ours; other people's stay.
local FORMS = {
  ours = 'html+smart-native_divs', foreign = 'html-smart-native_divs',
}

function html.read(text, form) return pandoc.read(text, FORMS[form], {}, {}).blocks end

-- What an author's Markdown keeps for us: a note, a citation, a place to link to.
-- `anchor` writes the place in the format that is made.
function html.spans(form, walk, anchor)
  return function(el)
    if el.attributes.note then
      return pandoc.Note(walk(html.read(el.attributes.note, form)))
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

return html
