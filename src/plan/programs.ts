import { cutTypes, type KernelTypes } from '../bpftrace/cut-types.js';
import { atLeast, type Bpftrace } from '../bpftrace/find.js';
import type { Candidate, Variant } from '../program/variants.js';
import type { KernelSkips } from './kernel-skips.js';

/** One program to try. */
export interface Program extends Candidate {
  readonly text: string;
  /** bpftrace is given only the kernel's types that it uses, and starts in two fifths of the time. */
  readonly cutsTypes: boolean;
  /** These types; undefined where bpftrace reads all. */
  readonly types: Uint8Array | undefined;
  readonly skips: KernelSkips;
}

/** The parts of which one candidate's programs are made. */
export interface Ingredients {
  readonly render: () => string;
  readonly skips: KernelSkips;
  /** The kernel's types, where bpftrace can do with some of them. */
  readonly types: KernelTypes | undefined;
}

/** A candidate's programs: one that is refused with some of the types is tried with all of them. */
export function programsOf(candidate: Candidate, { render, skips, types }: Ingredients): Program[] {
  // Most programs are never tried.
  const text = once(render);
  const program = (cut: (() => Uint8Array | undefined) | undefined): Program => ({
    ...candidate,
    skips,
    cutsTypes: cut !== undefined,
    get text() {
      return text();
    },
    get types() {
      return cut?.();
    },
  });
  const withAll = program(undefined);
  return types?.known ? [program(once(() => cutTypes(types, text()))), withAll] : [withAll];
}

/** Whether a program of this kind for this bpftrace can do with some of the kernel's types. */
export function mayCutTypes(variant: Variant, bpftrace: Bpftrace): boolean {
  // A function's arguments are found among all types; from 0.24 on raw tracepoints are functions.
  return (variant === 'full' || variant === 'rawtracepoint') && !atLeast(bpftrace, 24);
}

/** The programs that differ in more than the types they are given. */
export function distinctPrograms(programs: readonly [Program, ...Program[]]) {
  return programs.filter(({ cutsTypes }) => !cutsTypes) as [Program, ...Program[]];
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
