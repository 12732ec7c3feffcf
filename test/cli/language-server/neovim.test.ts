import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from '@jest/globals'
import { importManifest } from '../../support/manifests.ts'
import { describeWith, findTool, missingTools, runTool } from '../../support/outside-tools.ts'
import { AMPLE_MS } from '../../support/patience.ts'

/** What the page about editors tells a user of Neovim to write, and what is then asked of the editor. */
const SESSION = (command: string, out: string) => `
local client
client = vim.lsp.start_client({ name = 'waybill', cmd = { ${command} }, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(0, client)
vim.wait(${AMPLE_MS}, function() return #vim.diagnostic.get(0) > 0 end, 20)
local found = vim.tbl_map(function(it) return { it.lnum, it.col, it.code } end, vim.diagnostic.get(0))
vim.lsp.buf.formatting_sync(nil, ${AMPLE_MS})
vim.fn.writefile({ vim.json.encode({ found = found, text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\\n') }) }, '${out}')
vim.cmd('qa!')
`

describeWith(missingTools({ nvim: 'neovim' }), 'Neovim, with the language server', () => {
  it('shows the faults of a manifest where they stand, and formats it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-neovim-'))
    try {
      const [manifest, script, out] = ['disk.txt', 'session.lua', 'out.json'].map(name => join(folder, name))
      const text = importManifest('eraseDevices:yes').replaceAll('    ', '  ')
      await writeFile(String(manifest), text)
      const command = [process.execPath, resolve('bin/waybill.mjs'), 'lsp'].map(part => `'${part}'`).join(', ')
      await writeFile(String(script), SESSION(command, String(out)))

      // Nothing of the user's own, and an end also where the script fails.
      const args = [
        '--headless',
        '-n',
        '-u',
        'NONE',
        '-i',
        'NONE',
        String(manifest),
        '-c',
        `luafile ${script}`,
        '-c',
        'qa!',
      ]
      const own = ['CACHE', 'CONFIG', 'DATA', 'STATE'].map(what => [`XDG_${what}_HOME`, folder])
      await runTool(String(findTool('nvim')), args, { env: { ...process.env, ...Object.fromEntries(own) } })

      const { found, text: formatted } = JSON.parse(await readFile(String(out), 'utf8'))
      expect(found).toEqual([[5, 0, 'OPTION_MISSPELT']])
      expect(`${formatted}\n`).toBe(importManifest('eraseDevices:yes'))
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
