//
// AllocationCounter.cpp
//
// SPDX-License-Identifier: BSL-1.0
//


#include "support/AllocationCounter.h"
#include <algorithm>
#include <cstdlib>
#include <new>


namespace WS::Test {


namespace {


bool counting = false;
std::size_t allocations = 0;
std::size_t allocated = 0;
std::size_t largestAllocation = 0;


void* allocate(std::size_t size)
{
	if (counting)
	{
		++allocations;
		allocated += size;
		largestAllocation = std::max(largestAllocation, size);
	}
	if (void* memory = std::malloc(size ? size : 1)) return memory;
	throw std::bad_alloc();
}


} // namespace


AllocationCounter::AllocationCounter()
{
	allocations = allocated = largestAllocation = 0;
	counting = true;
}


AllocationCounter::~AllocationCounter()
{
	counting = false;
}


std::size_t AllocationCounter::count() const
{
	return allocations;
}


std::size_t AllocationCounter::bytes() const
{
	return allocated;
}


std::size_t AllocationCounter::largest() const
{
	return largestAllocation;
}


} // namespace WS::Test


void* operator new(std::size_t size)
{
	return WS::Test::allocate(size);
}


void* operator new[](std::size_t size)
{
	return WS::Test::allocate(size);
}


void operator delete(void* memory) noexcept
{
	std::free(memory);
}


void operator delete[](void* memory) noexcept
{
	std::free(memory);
}


void operator delete(void* memory, std::size_t) noexcept
{
	std::free(memory);
}


void operator delete[](void* memory, std::size_t) noexcept
{
	std::free(memory);
}
