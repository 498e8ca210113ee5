package dev.perigee.events.postgres;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which process delivers which partition: one lease for each process in {@code delivery_owners},
 * one owner and epoch for each partition. All times are the database's.
 */
final class Ownership {

    private final Database database;
    private final UUID self;
    private final Duration lease;

    Ownership(Database database, UUID self, Duration lease) {
        this.database = database;
        this.self = self;
        this.lease = lease;
    }

    /**
     * A partition that some process should deliver.
     *
     * @param mine whether this process owns it
     * @param free whether nobody alive owns it
     * @param pending whether there is something to deliver
     * @param redrive whether dead letters are to be delivered again
     * @param owners processes alive
     */
    record Seen(
            long triggerId,
            int partition,
            long epoch,
            long revision,
            long topicId,
            boolean mine,
            boolean free,
            boolean pending,
            boolean redrive,
            long owners) {}

    /** A partition that this process got. */
    record Got(long triggerId, int partition, long epoch) {}

    Mono<Void> renew() {
        return database.sql(
                        "INSERT INTO delivery_owners (id, lease_until) VALUES ($1,"
                            + " clock_timestamp() + $2 * interval '1 millisecond') ON CONFLICT (id)"
                            + " DO UPDATE SET lease_until = EXCLUDED.lease_until")
                .bind(0, self)
                .bind(1, lease.toMillis())
                .then();
    }

    /** Looks at all partitions of triggers that are to be delivered, in one cheap query. */
    Flux<Seen> survey() {
        return database.sql(
                        "SELECT tp.trigger_id, tp.partition, tp.epoch, t.revision, t.topic_id,"
                            + " coalesce(tp.owner = $1, false) AS mine, (o.id IS NULL) AS free,"
                            + " (p.next_offset > tp.position) AS pending, EXISTS (SELECT FROM"
                            + " dead_letters d WHERE d.redrive AND d.trigger_id = tp.trigger_id AND"
                            + " d.partition = tp.partition) AS redrive, (SELECT count(*) FROM"
                            + " delivery_owners WHERE lease_until > clock_timestamp()) AS owners"
                            + " FROM trigger_positions tp JOIN triggers t ON t.id = tp.trigger_id"
                            + " JOIN topic_partitions p ON p.topic_id = t.topic_id AND p.partition"
                            + " = tp.partition LEFT JOIN delivery_owners o ON o.id = tp.owner AND"
                            + " o.lease_until > clock_timestamp() WHERE NOT t.paused AND NOT"
                            + " tp.blocked")
                .bind(0, self)
                .map(
                        row ->
                                new Seen(
                                        Rows.number(row, "trigger_id"),
                                        Rows.integer(row, "partition"),
                                        Rows.number(row, "epoch"),
                                        Rows.number(row, "revision"),
                                        Rows.number(row, "topic_id"),
                                        Rows.bool(row, "mine"),
                                        Rows.bool(row, "free"),
                                        Rows.bool(row, "pending"),
                                        Rows.bool(row, "redrive"),
                                        Rows.number(row, "owners")))
                .all();
    }

    /** Claims those of the partitions that are still free; each claim begins a new epoch. */
    Flux<Got> claim(List<Seen> wanted) {
        return database.sql(
                        "UPDATE trigger_positions tp SET owner = $1, epoch = tp.epoch + 1 FROM"
                            + " (SELECT c.trigger_id, c.partition FROM trigger_positions c JOIN"
                            + " unnest($2, $3, $4) AS w (trigger_id, partition, epoch) ON"
                            + " c.trigger_id = w.trigger_id AND c.partition = w.partition AND"
                            + " c.epoch = w.epoch ORDER BY c.trigger_id, c.partition FOR UPDATE OF"
                            + " c SKIP LOCKED) AS free WHERE tp.trigger_id = free.trigger_id AND"
                            + " tp.partition = free.partition RETURNING tp.trigger_id,"
                            + " tp.partition, tp.epoch")
                .bind(0, self)
                .bind(1, wanted.stream().map(Seen::triggerId).toArray(Long[]::new))
                .bind(2, wanted.stream().map(Seen::partition).toArray(Integer[]::new))
                .bind(3, wanted.stream().map(Seen::epoch).toArray(Long[]::new))
                .map(
                        row ->
                                new Got(
                                        Rows.number(row, "trigger_id"),
                                        Rows.integer(row, "partition"),
                                        Rows.number(row, "epoch")))
                .all();
    }

    /** Gives a partition up for others to claim. */
    Mono<Void> release(long triggerId, int partition, long epoch) {
        return database.sql(
                        "UPDATE trigger_positions SET owner = NULL WHERE trigger_id = $1 AND"
                                + " partition = $2 AND epoch = $3 AND owner = $4")
                .bind(0, triggerId)
                .bind(1, partition)
                .bind(2, epoch)
                .bind(3, self)
                .then();
    }

    /** Gives everything up; owners dead for long are removed as well. */
    Mono<Void> resign() {
        return database.sql(
                        "DELETE FROM delivery_owners WHERE id = $1 OR lease_until <"
                                + " clock_timestamp() - interval '1 hour'")
                .bind(0, self)
                .then();
    }
}
