/** The few acts that stop an institution or let it go on, found without going through all orders and visits. */
export const stops = `
create index orders_stopping on orders (subject) where effect in ('停办', '恢复', '取缔');
create index inspection_accepted on inspection (subject) where kind = '验收';
`;
