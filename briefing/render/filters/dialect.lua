-- The Markdown of authors: pandoc's, without what could leave its cell.

-- An extension changes nothing in a text that has none of its signs. Pandoc takes longer
-- to read the name of one than to read a paragraph, so only those that matter are named.
local LINE = '\n[%s>]*'
local EXTENSIONS = {
  { '-raw_attribute', '{' },
  { '-markdown_in_html_blocks', '<' },
  { '-implicit_figures', '!%[' },
  { '-auto_identifiers', '#', LINE .. '[=-]' },
  { '+lists_without_preceding_blankline', '\n' },
  { '+autolink_bare_uris', ':%S', '@' },
  { '-pandoc_title_block', '%%' },
  { '-yaml_metadata_block', '%-%-%-' },
  { '-blank_before_header', '#', LINE .. '[=-]' },
  { '-blank_before_blockquote', '>' },
  { '-simple_tables', LINE .. '%-' },
  { '-multiline_tables', LINE .. '%-' },
  { '-grid_tables', '%+' },
  { '-definition_lists', LINE .. '[:~]' },
  { '-table_captions', '|' },
}
local ALSO = {
  ours = {},
  foreign = { { '-citations', '@' }, { '-example_lists', '@' } },
}

local function matters(extension, text)
  return text:find(extension[2]) or extension[3] and text:find(extension[3])
end

local function dialect(text, form)
  local named = { 'markdown' }
  for _, list in ipairs { EXTENSIONS, ALSO[form] } do
    for _, extension in ipairs(list) do
      if matters(extension, text) then named[#named + 1] = extension[1] end
    end
  end
  return table.concat(named)
end

return dialect
