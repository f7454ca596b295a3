/** This process among the replicas of a gateway. Also the token it is injected by. */
export abstract class Replica {
  /** Unique among all replicas, past ones included: a replica that restarts has a new name. */
  abstract readonly name: string;
}
