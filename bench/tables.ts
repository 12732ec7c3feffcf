/** The tables of a data folder alone: bare dynalite. Run: node bench/tables.ts FOLDER */
import dynalite from 'dynalite'
import { listen } from '../lib/local/http-server.ts'

const [path] = process.argv.slice(2)
if (path === undefined) throw new Error('Name the folder of the tables.')
const tables = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
process.stdout.write(`${await listen(tables, 0)}\n`)
