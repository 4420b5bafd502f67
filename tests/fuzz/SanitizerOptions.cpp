//
// SanitizerOptions.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


extern "C" [[gnu::visibility("default")]] const char* __asan_default_options();


const char* __asan_default_options()
	/// libFuzzer takes memory with AddressSanitizer's operator new and gives it back through
	/// AllocationCounter's operator delete. A small quarantine keeps the caches warm.
{
	return "alloc_dealloc_mismatch=0:quarantine_size_mb=16:malloc_context_size=8:allow_addr2line=1";
}
