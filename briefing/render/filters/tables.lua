-- Turn any table into a call of the template's grid, so that all are set alike.

local quote = require 'quote'
local guard = require 'guard'
local soften = require 'soften'
local MOST_ROWS = 300

-- Cells of mere words are strings, which the template can measure and break.
local function content(cell)
  local words = true
  for _, block in ipairs(cell.contents) do
    if block.t ~= 'Plain' and block.t ~= 'Para' then words = false break end
    for _, inline in ipairs(block.content) do
      if inline.t ~= 'Str' and inline.t ~= 'Space' and inline.t ~= 'SoftBreak' then
        words = false
      end
    end
  end
  if words and #cell.contents <= 1 then
    return quote(pandoc.utils.stringify(cell.contents))
  end
  local guarded = guard.all(soften.all(cell.contents, ''))
  local written = pandoc.write(pandoc.Pandoc(guarded), 'typst-citations')
  return '[' .. written .. ']'
end

-- Spread spans: the first place carries the text, the places it covers are empty.
local function spread(rows, width, below)
  local lines = {}
  for r, row in ipairs(rows) do
    local line, c = lines[r] or {}, 1
    lines[r] = line
    for _, cell in ipairs(row.cells) do
      while line[c] do c = c + 1 end
      for down = 0, math.min(cell.row_span, #rows - r + 1) - 1 do
        lines[r + down] = lines[r + down] or {}
        for right = 0, cell.col_span - 1 do
          lines[r + down][c + right] = '""'
        end
      end
      line[c] = content(cell)
      c = c + cell.col_span
    end
    for i = 1, width do line[i] = line[i] or '""' end
  end
  return lines
end

local function written(lines)
  local out = {}
  for _, line in ipairs(lines) do
    out[#out + 1] = '(' .. table.concat(line, ', ') .. ',)'
  end
  return '(' .. table.concat(out, ',\n') .. (#out > 0 and ',' or '') .. ')'
end

local names = { AlignLeft = 'left', AlignRight = 'right', AlignCenter = 'center' }

-- A column that says nothing of itself is set right if it holds numbers only.
local function alignment(table_, c, lines)
  local said = names[table_.colspecs[c][1]]
  if said then return said end
  local numbers = false
  for _, line in ipairs(lines) do
    local text = line[c]:match('^"(.*)"$')
    if text and text:match('^[%-+−]?[%d.,]+%%?$') then numbers = true
    elseif text ~= '""' and text ~= '' and text ~= 'NaN' then return 'left' end
  end
  return numbers and 'right' or 'left'
end

local function typeset(table_)
  local width = #table_.colspecs
  local rows, cut = pandoc.List(), 0
  for _, body in ipairs(table_.bodies) do
    rows:extend(body.head)
    rows:extend(body.body)
  end
  rows:extend(table_.foot.rows)
  if #rows > MOST_ROWS then
    cut = #rows - MOST_ROWS
    rows = pandoc.List({ table.unpack(rows, 1, MOST_ROWS) })
  end
  local head, lines = spread(table_.head.rows, width), spread(rows, width)
  local aligned = {}
  for c = 1, width do aligned[c] = alignment(table_, c, lines) end
  local call = '#sco.author-table(align: (' .. table.concat(aligned, ', ') .. ',), head: '
    .. written(head) .. ', rows: ' .. written(lines) .. ', cut: ' .. cut
  if table_.caption and #table_.caption.long > 0 then
    call = call .. ', caption: ' .. quote(pandoc.utils.stringify(table_.caption.long))
  end
  return pandoc.RawBlock('typst', call .. ')')
end

return typeset
