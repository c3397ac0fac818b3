export default async function globalTeardown() {
  const running = globalThis.patchbayTestServer;
  if (!running) return;
  running.server.stdin.end();
  await running.ended;
}
