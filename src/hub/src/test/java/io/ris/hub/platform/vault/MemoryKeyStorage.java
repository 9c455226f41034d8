package io.ris.hub.platform.vault;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Wrapped keys without a store. */
final class MemoryKeyStorage implements DataKeyStorage {

    private final Map<String, WrappedKey> keys = new ConcurrentHashMap<>();

    @Override
    public List<WrappedKey> of(String owner) {
        return all().stream().filter(key -> key.owner().equals(owner)).toList();
    }

    @Override
    public List<WrappedKey> all() {
        return keys.values().stream()
                .sorted(Comparator.comparing(WrappedKey::version))
                .toList();
    }

    @Override
    public boolean insert(WrappedKey key) {
        return keys.putIfAbsent(key.id(), key) == null;
    }

    @Override
    public void rewrap(WrappedKey before, String wrapped) {
        keys.replace(before.id(), before, WrappedKey.of(before.owner(), before.version(), wrapped, before.createdAt()));
    }

    @Override
    public void destroyBefore(String owner, int version, Instant at) {
        keys.values().removeIf(key -> key.owner().equals(owner) && key.version() < version);
    }

    @Override
    public void destroy(String owner) {
        keys.values().removeIf(key -> key.owner().equals(owner));
    }
}
