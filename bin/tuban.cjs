#!/usr/bin/env node
"use strict";
require("node:module").enableCompileCache?.();
const fs = require("node:fs");
const path = require("node:path");
const program = path.join(__dirname, "..", "dist", "main.cjs");
if (fs.existsSync(program)) require(program).run();
else {
  process.stderr.write("错误：tuban 还没有构建\n  → 在 tuban 的文件夹里运行 npm run build\n");
  process.exitCode = 2;
}
