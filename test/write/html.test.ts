/** A frozen text as a page to print: the text, and nothing that runs. */
import { expect, test } from "vitest";
import { renderDocument } from "../../src/write/document.ts";
import type { Fields } from "../../src/write/document.ts";
import { htmlOf } from "../../src/write/html.ts";

const bodyOf = (html: string): string => /<body>\n(.*)\n<\/body>/s.exec(html)?.[1] ?? "";
const page = (template: string, fields: Fields = {}): string => {
  const rendered = renderDocument(template, fields, "x.md");
  return "text" in rendered ? bodyOf(htmlOf(rendered.text, "样例", new Map())) : JSON.stringify(rendered.problems);
};

test("标题、主送、正文、落款、表格", () => {
  const html = page(
    "# 样例局\n\n# 整改通知书\n\n样例〔2021〕1号\n\n样例中心：\n\n根据方案：\n\n| 序号 | 内容 |\n| ---: | --- |\n| 1 | 甲 |\n\n样例局（印章）\n\n2021年7月1日\n\n## 送达回证\n",
  );
  expect(html).toBe(
    [
      "<h1>样例局</h1>",
      "<h1>整改通知书</h1>",
      "<p>样例〔2021〕1号</p>",
      '<p class="to">样例中心：</p>',
      '<p class="lead">根据方案：</p>',
      "<table>\n<thead><tr><th>序号</th><th>内容</th></tr></thead>\n<tbody>\n<tr><td>1</td><td>甲</td></tr>\n</tbody>\n</table>",
      '<p class="signed seal">样例局（印章）</p>',
      '<p class="signed">2021年7月1日</p>',
      '<h2 class="page">送达回证</h2>',
    ].join("\n"),
  );
});

test("填进去的内容只是文字", () => {
  const text = '<script>alert(1)</script> a|b *c* [d](javascript:x) &lt; "e" \\';
  expect(page("| 内容 |\n| --- |\n| 【内容】 |\n", { 内容: text })).toContain(
    "<td>&lt;script&gt;alert(1)&lt;/script&gt; a|b *c* [d](javascript:x) &amp;lt; &quot;e&quot; \\</td>",
  );
  expect(page("【内容】\n", { 内容: `${text}\n第二行` })).toBe(
    "<p>&lt;script&gt;alert(1)&lt;/script&gt; a|b *c* [d](javascript:x) &amp;lt; &quot;e&quot; \\<br>第二行</p>",
  );
  expect(htmlOf("x", "</title><script>", new Map())).toContain("<title>&lt;/title&gt;&lt;script&gt;</title>");
});

test("照片嵌在页里，没有的写出名称；页面不取外面的东西", () => {
  const sha = "a".repeat(64);
  const file = { bytes: new Uint8Array([1, 2, 3]), type: "png" as const, width: 1, height: 1 };
  const text = `![一\\[1\\].png](sha256:${sha})<br>![缺.png](sha256:${"b".repeat(64)})`;
  const html = htmlOf(text, "样例", new Map([[sha, file]]));
  expect(html).toContain('<img alt="一[1].png" src="data:image/png;base64,AQID"><br>（照片：缺.png）');
  expect(html).toContain("default-src 'none'");
  expect(html).toContain("@page { size: A4; margin: 37mm 26mm 35mm 28mm; }");
});
