/** tuban witness key: the key with which an office signs what it gives to a witness. */
import { existsSync, readFileSync } from "node:fs";
import { Stop, refuse } from "../../campaign/index.ts";
import type { KeptState, Problem, KeySignature } from "../../campaign/index.ts";
import type { Home } from "../../ledger/home.ts";
import { isSigned, newKey, publicKeyOf, signed, stateText } from "../../ledger/tree/signature.ts";
import type { Office } from "../../office.ts";
import type { BookLine } from "../../read/witness.ts";
import { writeOut } from "../../write/files.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";

/** Makes the office's key, which only its owner may read. @throws Stop key-exists */
export async function makeKey(office: Office): Promise<void> {
  const { io, home, json } = office;
  if (existsSync(home.key))
    refuse("key-exists", `已经有签名的钥匙，不会换掉：${home.key}`, {
      hint: "见证人认的是这一把；丢了、泄露了要换的，把旧文件移走再造，见证人核实以后用 tuban witness take --new-key 收下",
    });
  const pem = newKey();
  await writeOut(home.key, pem, office);
  const key = publicKeyOf(pem);
  io.out.write(json ? jsonText({ file: home.key, key }) : `已写出 ${plain(home.key)}：公钥 ${key}\n`);
  io.err.write(
    nextSteps(
      ["把公钥当面交给见证人；钥匙的文件不要拷给别人，备份里也没有它", "tuban witness give    以后写出的都有签名"],
      io,
    ),
  );
}

/** The signature of the office under a text; null where it has no key. @throws Stop bad-key */
export function signatureUnder(text: string, home: Home): KeySignature | null {
  if (!existsSync(home.key)) return null;
  try {
    return signed(text, readFileSync(home.key, "utf8"));
  } catch (error) {
    const hint = "从造它的电脑上重新拷一份；没有了的，移走这个文件，用 tuban witness key 另造一把";
    throw Object.assign(new Stop(2, [{ code: "bad-key", message: `签名的钥匙读不出来：${home.key}`, hint }]), {
      cause: error,
    });
  }
}

/** What is wrong with the signature of a state, by what the witness knows; null where nothing is. */
export function signatureProblem(
  file: string,
  { signature, ...state }: KeptState & { readonly signature?: KeySignature | undefined },
  { kept, newKey: isNew }: { readonly kept: BookLine | null; readonly newKey: boolean },
): Problem | null {
  if (signature && !isSigned(stateText(state), signature))
    return {
      code: "witness-signature",
      message: `${file}：签名对不上，写出以后被改过`,
      hint: "请对方重新写一份：tuban witness give",
    };
  if (kept?.key === undefined || isNew || signature?.key === kept.key) return null;
  return {
    code: "witness-other-key",
    message: signature
      ? `${file}：签名的钥匙（公钥 ${signature.key}）不是上次见证时的那一把`
      : `${file}：上次见证时有签名，这一份没有`,
    hint: "向对方当面核对公钥；确是换了、没有了的，加 --new-key 收下",
  };
}
