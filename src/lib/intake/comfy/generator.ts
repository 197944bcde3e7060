// The nodes that make pictures: samplers and partner nodes.
import type { GraphNode } from './graph.ts';
import { isPartner, readPartner } from './partner.ts';
import type { Pass } from './pass.ts';
import { isSampler, readSampler } from './sampler.ts';
import type { Tracing } from './tracing.ts';

/** Whether a node makes pictures. */
export function isGenerator(node: GraphNode): boolean {
  return isSampler(node) || isPartner(node);
}

/** What a sampler or partner node was told to do. */
export function readPass(tracing: Tracing, node: GraphNode): Pass {
  return isSampler(node) ? readSampler(tracing, node) : readPartner(tracing, node);
}
