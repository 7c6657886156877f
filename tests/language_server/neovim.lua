-- Run by test_neovim.py: opens a document with the settings of docs/editors.md, edits it, and writes what it sees.

local seen = {}

local function wait(what, condition)
  if not vim.wait(30000, condition, 20) then
    error('waited in vain for ' .. what .. ': ' .. vim.inspect(vim.diagnostic.get(0)))
  end
end

local function messages()
  return vim.tbl_map(function(diagnostic) return diagnostic.message end, vim.diagnostic.get(0))
end

local function request(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 30000)
  for _, answer in pairs(answers or {}) do
    return answer.result
  end
end

-- what older versions don't have, as far as the settings use it
local function start(config)
  local client = vim.lsp.start_client(config)
  vim.lsp.buf_attach_client(0, client)
end
if not vim.lsp.start then
  vim.lsp.start = start
  vim.fs = {
    find = function(names, options)
      assert(options.path == vim.api.nvim_buf_get_name(0)) -- from a relative path, it finds a relative folder
      return { vim.fn.getcwd() .. '/' .. names[1] }
    end,
    dirname = function(path) return vim.fn.fnamemodify(path, ':h') end,
  }
end
if not vim.lsp.config then
  local configs = {}
  vim.lsp.config = function(name, config) configs[name] = config end
  vim.lsp.enable = function(name)
    local config = configs[name]
    assert(vim.tbl_contains(config.root_markers, '.git'))
    vim.api.nvim_create_autocmd('FileType', {
      pattern = config.filetypes,
      callback = function() start({ name = name, cmd = config.cmd, root_dir = vim.fn.getcwd() }) end,
    })
  end
end

local function run()
  vim.cmd('filetype on')
  dofile('settings.lua')
  vim.cmd('edit openapi.yaml')
  wait('diagnostics', function() return #vim.diagnostic.get(0) > 0 end)
  seen.first = messages()

  local line = vim.fn.search('/pets:')
  vim.api.nvim_win_set_cursor(0, { line + 1, 5 })
  local position = vim.lsp.util.make_position_params(0, 'utf-16')
  seen.hover = request('textDocument/hover', position)
  seen.symbols = request('textDocument/documentSymbol', { textDocument = position.textDocument })

  vim.ui.select = function(items, _, choose)
    seen.actions = vim.tbl_map(function(item) return (item.action or item[2]).title end, items)
    choose(items[1])
  end
  vim.lsp.buf.code_action()
  wait('the fix', function() return seen.actions and #vim.diagnostic.get(0) == 0 end)
  seen.fixed = vim.api.nvim_buf_get_lines(0, 0, -1, true)

  local named = vim.fn.search('operationId:')
  vim.api.nvim_buf_set_lines(0, named - 1, named, false, { '      operationId: list pets 🐶' })
  wait('another diagnostic', function() return #vim.diagnostic.get(0) == 1 end)
  seen.second = messages()
  seen.column = { vim.diagnostic.get(0)[1].col, vim.diagnostic.get(0)[1].end_col }

  vim.api.nvim_buf_set_lines(0, named - 1, named, false, { '      operationId: listPets' })
  wait('no diagnostic', function() return #vim.diagnostic.get(0) == 0 end)
end

local is_fine, message = pcall(run)
seen.error = not is_fine and tostring(message) or nil
vim.fn.writefile({ vim.fn.json_encode(seen) }, 'seen.json')
vim.cmd('qall!')
