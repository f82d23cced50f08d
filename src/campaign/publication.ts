/** Publication (公布): who may stand on which list, and why. */
export const listingChanges = ["告知", "异议", "复核维持", "复核撤销", "移出", "整改中", "恢复"] as const;
export type ListingChange = (typeof listingChanges)[number];

export const operations = ["暂时关停", "继续", "取缔关停"] as const;
/** Whether an institution may operate, as orders and acceptance inspections left it. */
export type Operation = (typeof operations)[number];
