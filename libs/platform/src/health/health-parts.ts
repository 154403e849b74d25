import { Injectable } from '@nestjs/common';
import type { HealthProblem } from './health-problem.js';

/** How one part of the process is: figures for people, and a problem when there is one. */
export interface PartState {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly problem: HealthProblem | null;
}

type Look = () => Promise<PartState>;

/** Parts that only a feature knows: each is asked when somebody asks for `/health/ready`. */
@Injectable()
export class HealthParts {
  private readonly parts = new Map<string, Look>();

  register(name: string, look: Look): void {
    this.parts.set(name, look);
  }

  async look(): Promise<[string, PartState][]> {
    return Promise.all([...this.parts].map(async ([name, look]): Promise<[string, PartState]> => [name, await look()]));
  }
}
