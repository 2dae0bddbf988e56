import { type AuditItemName, type AuditPart, auditItems, auditParts } from '@willcall/store';

const names = Object.keys(auditItems) as readonly AuditItemName[];

/** The items of a part of the books, in order. */
export const listAuditItems = (part: AuditPart): readonly AuditItemName[] =>
  names.filter((name) => auditItems[name].part === part);

const NAME_WIDTH = Math.max(...names.map((name) => name.length));

/** Marks an item that the audit of the stock checks too, one that compares a sum, and one that needs all records. */
const mark = (name: AuditItemName): string => {
  const { by, isSum } = auditItems[name];
  if (by === 'stock') return '*';
  if (by === 'all') return '+';
  return isSum ? '=' : ' ';
};

/** Lists the items for the help of a command, a line each. */
export const formatAuditItems = (): string =>
  auditParts
    .map((part) =>
      [
        `${part}:`,
        ...listAuditItems(part).map(
          (name) => `  ${mark(name)} ${name.padEnd(NAME_WIDTH)}  ${auditItems[name].holds}`,
        ),
      ].join('\n'),
    )
    .join('\n');

const checkedBy = { stock: 'every audit', journal: 'show', all: 'show, all records' } as const;

/** Lists the items of a part as the rows of a table in the runbook. */
export const formatAuditRows = (part: AuditPart): string[] =>
  listAuditItems(part).map((name) => {
    const { holds, by, isSum } = auditItems[name];
    return `| \`${name}\` | ${holds} | ${checkedBy[by]}${isSum ? ', sum' : ''} |`;
  });
