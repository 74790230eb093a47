/**
 * State on Redis or Valkey, shared by many hosts: {@link dev.resil.redis.RedisStateStore} is the
 * {@link dev.resil.state.StateStore} there. docs/adr/0002-redis-transactions.md explains how a
 * transaction needs only one round trip.
 */
package dev.resil.redis;
