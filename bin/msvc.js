#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(`msvc needs Node 22.12 or newer; this is ${process.versions.node} (${process.execPath}).`);
  console.error('Install a current Node from https://nodejs.org, or in a project: npm install --save-dev node@24');
  process.exitCode = 2;
} else {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache?.();
  const { main } = await import('../dist/main.js');
  process.exitCode = await main(process.argv.slice(2));
}
