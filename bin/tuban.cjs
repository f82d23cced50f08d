#!/usr/bin/env node
"use strict";
// Written so that the oldest Node can read it, and say that it is too old.
var fs = require("fs");
var path = require("path");

function tooOld(version) {
  var parts = version.split(".").map(Number);
  return parts[0] < 20 || (parts[0] === 20 && parts[1] < 19);
}

function stop(message, hint) {
  process.stderr.write("错误：" + message + "\n  → " + hint + "\n");
  process.exitCode = 2;
}

var program = path.join(__dirname, "..", "dist", "main.cjs");
if (tooOld(process.versions.node))
  stop(
    "tuban 要 Node.js 20.19 以上，这里是 " + process.versions.node,
    "换新的 Node.js，或用不必安装的文件夹（Node.js 在里面）",
  );
else if (!fs.existsSync(program)) stop("tuban 还没有构建", "在 tuban 的文件夹里运行 npm run build");
else {
  var enable = require("module").enableCompileCache;
  if (enable) enable();
  require(program).run();
}
