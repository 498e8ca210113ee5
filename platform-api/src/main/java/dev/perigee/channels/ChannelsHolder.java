package dev.perigee.channels;

import java.util.List;
import org.springframework.stereotype.Component;

/** Holds the table that publishing goes by; swapped whole, so that a publication sees one. */
@Component
final class ChannelsHolder {

    private volatile List<Subscription> subscriptions = List.of();
    private volatile ChannelTable table = ChannelTable.EMPTY;

    ChannelTable current() {
        return table;
    }

    synchronized void replace(List<Subscription> next) {
        if (!next.equals(subscriptions)) {
            table = ChannelTable.of(next);
            subscriptions = List.copyOf(next);
        }
    }
}
