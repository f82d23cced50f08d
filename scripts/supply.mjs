/**
 * What comes from others: checks the lock file (one registry, a strong hash for each package, no install script that was not agreed to,
 * licences that go together with MIT), and writes the list as a CycloneDX SBOM.
 *
 *     node scripts/supply.mjs            what is wrong; nothing where nothing is
 *     node scripts/supply.mjs sbom.json  the same, and the list; of another folder's project where one is named after it
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a package may be under; several joined by OR where one of them is here. */
const licences = new Set(
  "MIT ISC BSD-2-Clause BSD-3-Clause Apache-2.0 0BSD BlueOak-1.0.0 CC0-1.0 Unlicense Python-2.0 MIT-0 CC-BY-4.0 MPL-2.0 PostgreSQL Zlib WTFPL".split(
    " ",
  ),
);

/** Every package of a lock file but the project itself. */
function packagesIn(lock) {
  return Object.entries(lock.packages)
    .filter(([path]) => path !== "")
    .map(([path, entry]) => ({ name: entry.name ?? path.replace(/^.*node_modules\//, ""), path, ...entry }));
}

/** What is wrong with them, a sentence each. */
function faultsIn(lock, { allowScripts = {} }) {
  const packages = packagesIn(lock);
  const hosts = new Set(packages.flatMap(({ resolved }) => (resolved === undefined ? [] : new URL(resolved).host)));
  return [
    ...(hosts.size > 1 ? [`packages come from several registries: ${[...hosts].join(", ")}`] : []),
    ...packages.flatMap((one) => {
      const called = `${one.name}@${one.version}`;
      const given = (one.license ?? "").replaceAll(/[()]/g, "").split(/ (?:OR|AND) /);
      return [
        ...((one.integrity ?? "").startsWith("sha512-") ? [] : [`${called} has no SHA-512 hash`]),
        ...(one.hasInstallScript === true && !(one.name in allowScripts)
          ? [`${called} runs a script when it is installed, and nobody agreed to that`]
          : []),
        ...(given.some((licence) => licences.has(licence))
          ? []
          : [`${called} is under ${one.license ?? "no licence"}`]),
      ];
    }),
  ];
}

/** The packages as a CycloneDX 1.5 document; the same lock file gives the same text. */
function sbomOf(lock, { name, version }) {
  const components = packagesIn(lock).map((one) => ({
    type: "library",
    name: one.name,
    version: one.version,
    purl: `pkg:npm/${one.name.replace("@", "%40")}@${one.version}`,
    licenses: [{ expression: one.license ?? "NOASSERTION" }],
    hashes: [{ alg: "SHA-512", content: Buffer.from((one.integrity ?? "").slice(7), "base64").toString("hex") }],
  }));
  const metadata = { component: { type: "application", name, version, licenses: [{ expression: "MIT" }] } };
  return { bomFormat: "CycloneDX", specVersion: "1.5", version: 1, metadata, components };
}

if (process.argv[1] === import.meta.filename) {
  const [, , file, folder = join(import.meta.dirname, "..")] = process.argv;
  const [lock, project] = ["package-lock.json", "package.json"].map((name) =>
    JSON.parse(readFileSync(join(folder, name), "utf8")),
  );
  const faults = faultsIn(lock, project);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(sbomOf(lock, project), null, 2)}\n`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
