// Loaded into whatever tools/start.mjs runs: when that parent is killed, its child leaves too, in order.
if (process.send) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel?.unref()
}
