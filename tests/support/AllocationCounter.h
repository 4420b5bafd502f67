//
// AllocationCounter.h
//
// Counts what operator new is asked for while it lives.
//
// SPDX-License-Identifier: BSL-1.0
//


#ifndef WSTest_AllocationCounter_INCLUDED
#define WSTest_AllocationCounter_INCLUDED


#include <cstddef>


namespace WS::Test {


class AllocationCounter
	/// One at a time, one thread.
{
public:
	AllocationCounter();
	~AllocationCounter();

	AllocationCounter(const AllocationCounter&) = delete;
	AllocationCounter& operator = (const AllocationCounter&) = delete;

	std::size_t count() const;
	std::size_t bytes() const;
	std::size_t largest() const;

	std::ptrdiff_t live() const;
		/// Bytes asked for and not given back; negative where older memory was freed.

	std::ptrdiff_t peak() const;
		/// The most that live() has been.

	void failAt(std::size_t index);
		/// Lets one allocation throw std::bad_alloc: the first from now on is 0.

	bool hasFailed() const;
};


} // namespace WS::Test


#endif // WSTest_AllocationCounter_INCLUDED
