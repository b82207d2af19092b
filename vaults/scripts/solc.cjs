#!/usr/bin/env node
// The compiler forge calls: the solc of the npm package behind the command line that forge expects, so
// that nothing is downloaded.
'use strict'
const { readFileSync, writeSync } = require('node:fs')
const solc = require('solc')

if (process.argv.includes('--version')) {
  const [release] = solc.version().split('.Emscripten')
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${release}.Linux.g++`)
} else if (process.argv.includes('--standard-json')) {
  writeAll(solc.compile(readFileSync(0, 'utf8')))
} else {
  console.error(
    `solc.cjs: only --version and --standard-json are known, not ${process.argv.slice(2)}`,
  )
  process.exitCode = 1
}

/** A pipe takes a part of a long answer at a time, and may ask to be tried again. */
function writeAll(text) {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest))
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error
    }
  }
}
