/** This gateway process. Also the injection token. */
export abstract class Replica {
  /** Unique among all replicas, including earlier ones: a replica has a new name after a restart. */
  abstract readonly name: string;
}
