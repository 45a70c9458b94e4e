#pragma once

namespace handoff {

// Whether this machine has the instructions for which Google Highway compiles a target. Highway's own library
// would tell too, but it times its clock for milliseconds whenever a program starts.

#ifdef __x86_64__

inline bool has_avx2() noexcept { ///< HWY_AVX2
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2");
}

inline bool has_avx512() noexcept { ///< HWY_AVX3
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("bmi2");
}

inline bool has_avx512_of_2019() noexcept { ///< HWY_AVX3_DL
    return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi") &&
           __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bitalg") &&
           __builtin_cpu_supports("avx512vpopcntdq") && __builtin_cpu_supports("gfni") &&
           __builtin_cpu_supports("vpclmulqdq") && __builtin_cpu_supports("avx512vl");
}

#endif

} // namespace handoff
