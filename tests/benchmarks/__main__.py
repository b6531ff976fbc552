"""Every benchmark, one after the other: `make bench`."""

from tests.benchmarks import (
    bench_allocation,
    bench_calendar,
    bench_evidence,
    bench_handover,
    bench_intake,
    bench_replay,
    bench_roads,
    bench_routing,
    bench_startup,
    bench_suits,
    bench_together,
)

if __name__ == "__main__":
    bench_intake.main()
    bench_allocation.main()
    bench_calendar.main()
    bench_suits.main()
    bench_together.main()
    bench_routing.main()
    bench_handover.main()
    bench_startup.main()
    bench_evidence.main()
    bench_roads.main()
    bench_replay.main()
