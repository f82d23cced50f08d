/** tuban ledger: where a ledger is kept, and who may do what in it. */
export { copy } from "./copy.ts";
export { roles } from "./roles.ts";
