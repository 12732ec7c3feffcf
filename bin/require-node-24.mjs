// Plain JavaScript, loaded before anything else: an older Node cannot even read the TypeScript that follows.
const needed = 24
const [major] = process.versions.node.split('.')
if (Number(major) < needed) {
  process.stderr.write(
    `Waybill needs Node ${needed} or later; this is Node ${process.versions.node}.\n` +
      `Node ${needed} comes with the project: run "npm ci" (without --ignore-scripts) and start Waybill through npm,\n` +
      'for example "npm start", which uses the Node in node_modules/.bin.\n',
  )
  process.exit(1)
}
