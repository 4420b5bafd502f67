//
// SanitizerOptions.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


extern "C" [[gnu::visibility("default")]] const char* __asan_default_options();


const char* __asan_default_options()
	/// libFuzzer takes memory with AddressSanitizer's operator new and gives it back through
	/// AllocationCounter's operator delete. The quarantine only has to hold what one input takes:
	/// a small one stays in the processor's cache.
{
	return "alloc_dealloc_mismatch=0:quarantine_size_mb=2:thread_local_quarantine_size_kb=128:malloc_context_size=6:allow_addr2line=1";
}
