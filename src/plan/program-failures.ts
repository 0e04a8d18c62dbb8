import { confinementBySudo } from '../bpftrace/container.js';
import { diagnose } from '../bpftrace/diagnose.js';
import type { Ending } from '../bpftrace/launch.js';
import { gaveUp, type SignalsTraceError } from '../errors.js';
import { nextProgram } from './fallback.js';
import type { Plan } from './plan.js';

/** What follows from the end of a run that nobody asked to end. */
export interface RunFailure {
  /** One line. */
  readonly reason: string;
  /** A restart cannot help. */
  readonly fatal: boolean;
  /** The next program of the plan is to be tried. */
  readonly simpler: boolean;
}

/** Remembers why programs failed: the errors that a trace ends with, the warning that it begins with. */
export class ProgramFailures {
  readonly #plan: Plan;
  #lastReason: string | undefined;
  #unfit: SignalsTraceError | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /**
   * @param attempt index of the program that ran
   * @param ticked whether this run had begun to trace
   * @param everTraced whether any run has been seen to trace
   */
  add(ending: Ending, attempt: number, ticked: boolean, everTraced: boolean): RunFailure {
    const { host, sudo } = this.#plan;
    const diagnosis = diagnose(ending, ticked, sudo ? confinementBySudo(host) : host);
    const { reason } = diagnosis;
    this.#lastReason = reason;
    // A program that hung at its first start would hang again; one that once began may begin again.
    const hopeless = ending.hung === true && diagnosis.fatal === undefined && !everTraced;
    const fatal = hopeless ? gaveUp(reason, false) : diagnosis.fatal;
    const decision = nextProgram(this.#plan, attempt, { ...diagnosis, fatal });
    if (!decision.standIn) this.#unfit = decision.unfit;
    return { reason, fatal: decision.unfit !== undefined, simpler: decision.tryNext };
  }

  /** Why a richer program was refused, where one was. */
  get refused(): SignalsTraceError | undefined {
    return this.#unfit;
  }

  /** The error that a trace ends with, by how its supervision ended. */
  error(why: 'stopped' | 'unfit' | 'gave-up', everTraced: boolean): SignalsTraceError | undefined {
    if (why === 'gave-up') return gaveUp(this.#lastReason, everTraced);
    return why === 'unfit' ? this.#unfit : undefined;
  }
}
