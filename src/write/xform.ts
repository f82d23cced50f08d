/** The same form as an XForm (getodk.github.io/xforms-spec), which a phone takes without a server and an engine can run. */
import { escaped } from "./chart.ts";
import { valueOf } from "./xlsform.ts";
import type { ChoiceList, PhoneForm, FormQuestion } from "./xlsform.ts";

export function xFormText({ id, title, version, survey, choices, file }: PhoneForm): string {
  const placed = placesIn(survey);
  const said = (expression: string): string =>
    escaped(expression.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => placed.get(name) ?? name));
  const asked = survey.filter(({ type }) => type !== "end_group" && type !== "begin_group");
  return `<?xml version="1.0" encoding="utf-8"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms">
<h:head>
<h:title>${escaped(title)}</h:title>
<model odk:xforms-version="1.0.0">
<instance><data id="${id}" version="${escaped(version)}">${treeOf(survey)}<orx:meta><orx:instanceID/></orx:meta></data></instance>
${choices.map(listXml).join("\n")}
<instance id="${file.name}" src="jr://file-csv/${file.name}.csv"/>
${survey.map((question) => bindXml(question, placed, said)).join("")}<bind nodeset="/data/orx:meta/orx:instanceID" type="string" readonly="true()" jr:preload="uid"/>
${asked.map((question) => firstValueXml(question, placed, said)).join("")}</model>
</h:head>
<h:body>
${survey.map((question) => controlXml(question, placed, said)).join("\n")}
</h:body>
</h:html>
`;
}

type XPathOf = (expression: string) => string;
type Places = ReadonlyMap<string, string>;

/** The path of each question: through the groups that it stands in. */
function placesIn(survey: readonly FormQuestion[]): Places {
  const path = ["", "data"];
  const places = new Map<string, string>();
  for (const { type, name = "" } of survey) {
    if (type === "end_group") path.pop();
    else {
      places.set(name, [...path, name].join("/"));
      if (type === "begin_group") path.push(name);
    }
  }
  return places;
}

function treeOf(survey: readonly FormQuestion[]): string {
  const open: string[] = [];
  return survey
    .map(({ type, name = "" }) => {
      if (type === "end_group") return `</${open.pop() ?? ""}>`;
      if (type !== "begin_group") return `<${name}/>`;
      open.push(name);
      return `<${name}>`;
    })
    .join("");
}

const listXml = ({ name, words }: ChoiceList): string =>
  `<instance id="${name}"><root>${words
    .map((word) => `<item><name>${escaped(valueOf(word))}</name><label>${escaped(word)}</label></item>`)
    .join("")}</root></instance>`;

const kinds: Readonly<Record<string, string>> = { date: "date", decimal: "decimal", image: "binary" };

function bindXml(question: FormQuestion, places: Places, said: XPathOf): string {
  const { type, name = "", required, relevant, constraint, constraint_message: message, calculation } = question;
  if (type === "end_group") return "";
  const kind = type === "begin_group" ? "" : ` type="${kinds[type] ?? "string"}"`;
  const attributes = [
    kind,
    required ? ' required="true()"' : "",
    relevant === undefined ? "" : ` relevant="${said(relevant)}"`,
    constraint === undefined ? "" : ` constraint="${said(constraint)}"`,
    message === undefined ? "" : ` jr:constraintMsg="${escaped(message)}"`,
    calculation === undefined ? "" : ` calculate="${said(calculation)}"`,
    type === "note" ? ' readonly="true()"' : "",
    type === "start" || type === "end" ? ` jr:preload="timestamp" jr:preloadParams="${type}"` : "",
  ];
  return `<bind nodeset="${places.get(name) ?? ""}"${attributes.join("")}/>\n`;
}

/** A default that is reckoned when the form is opened. */
const firstValueXml = ({ name = "", default: first }: FormQuestion, places: Places, said: XPathOf): string =>
  first === undefined
    ? ""
    : `<setvalue event="odk-instance-first-load" ref="${places.get(name) ?? ""}" value="${said(first.includes("(") ? first : `'${first}'`)}"/>\n`;

function controlXml(question: FormQuestion, places: Places, said: XPathOf): string {
  const { type, name = "", label = "", hint, appearance, choice_filter: filter } = question;
  if (type === "end_group") return "</group>";
  if (type === "calculate" || type === "start" || type === "end") return "";
  const look = appearance === undefined ? "" : ` appearance="${appearance}"`;
  const open = `ref="${places.get(name) ?? ""}"${look}><label>${escaped(label)}</label>`;
  const hinted = hint === undefined ? "" : `<hint>${escaped(hint)}</hint>`;
  if (type === "begin_group") return `<group ${open}`;
  if (type === "image") return `<upload mediatype="image/*" ${open}${hinted}</upload>`;
  const [select = "", list = ""] = type.split(" ");
  if (list === "") return `<input ${open}${hinted}</input>`;
  const tag = select === "select_multiple" ? "select" : "select1";
  const rows = `instance('${list.replace(/\.csv$/, "")}')/root/item${filter === undefined ? "" : `[${said(filter)}]`}`;
  return `<${tag} ${open}${hinted}<itemset nodeset="${rows}"><value ref="name"/><label ref="label"/></itemset></${tag}>`;
}
