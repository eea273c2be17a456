import type { Cycle, FilterPlugin, NodeFilter, Refusal } from './cycle.ts';
import { FILTERS } from './plugins/profile.ts';

/** The filters that have something to say about one pod, in upstream's order. */
export interface Filters {
  readonly plugins: readonly string[];
  readonly asked: readonly NodeFilter[];
  /** Their answers hold until the table of nodes changes. */
  readonly tableOnly: boolean;
}

/** The filters that may refuse a pod as a whole, or restrict it to some nodes: few, and asked for every pod. */
const REFUSING = FILTERS.filter(({ refusal }) => refusal !== undefined);
const RESTRICTING = FILTERS.filter(({ nodeNames }) => nodeNames !== undefined);

/** Why no node at all can take the pod, and who says so. */
export function refusalOf(cycle: Cycle): { readonly plugin: string; readonly why: string } | undefined {
  for (let i = 0; i < REFUSING.length; i++) {
    const { name, refusal } = REFUSING[i] as FilterPlugin;
    const why = refusal?.(cycle);
    if (why !== undefined) return { plugin: name, why };
  }
  return undefined;
}

/** The only nodes that the pod may go to, and by whose word. */
export interface Restricted {
  readonly names: ReadonlySet<string>;
  readonly plugins: readonly string[];
}

/** Undefined when all nodes are worth a look. */
export function restrictionOf(cycle: Cycle): Restricted | undefined {
  let names: ReadonlySet<string> | undefined;
  const plugins: string[] = [];
  for (let i = 0; i < RESTRICTING.length; i++) {
    const { name, nodeNames } = RESTRICTING[i] as FilterPlugin;
    const own = nodeNames?.(cycle);
    if (own === undefined) continue;
    const before = names;
    names = before === undefined ? own : new Set([...own].filter((each) => before.has(each)));
    plugins.push(name);
  }
  return names && { names, plugins };
}

export interface Refused {
  readonly plugin: string;
  readonly refusal: Refusal;
}

/** Makes the filters for a pod; again after something was pretended. */
export function filtersFor(cycle: Cycle): Filters {
  const plugins: string[] = [];
  const asked: NodeFilter[] = [];
  let tableOnly = true;
  for (let i = 0; i < FILTERS.length; i++) {
    const plugin = FILTERS[i] as FilterPlugin;
    const filter = plugin.filter(cycle);
    if (filter === undefined) continue;
    plugins.push(plugin.name);
    asked.push(filter);
    if (plugin.tableOnly !== true) tableOnly = false;
  }
  return { plugins, asked, tableOnly };
}

/** The first plugin that refuses ends the questions, so a node gives the reasons of one plugin only. */
export function ask(filters: Filters, slot: number): Refused | undefined {
  const { asked } = filters;
  for (let i = 0; i < asked.length; i++) {
    const refusal = (asked[i] as NodeFilter)(slot);
    if (refusal !== undefined) return { plugin: filters.plugins[i] as string, refusal };
  }
  return undefined;
}

/**
 * As `ask`, on a node that pods are waiting for: there must be room for the pod both beside them and without them.
 * Source: framework/runtime RunFilterPluginsWithNominatedPods.
 */
export function askBeside(cycle: Cycle, filters: Filters, slot: number): Refused | undefined {
  const { table, pod } = cycle;
  const info = table.at(slot);
  const ahead = table.nominations.ahead(info.name, pod);
  if (ahead.length > 0) {
    for (const other of ahead) table.pretend(other, info, 1);
    const refused = ask(filtersFor(cycle), slot);
    for (const other of ahead) table.pretend(other, info, -1);
    if (refused !== undefined) return refused;
  }
  return ask(filters, slot);
}
